"""What the shared benchmark harnesses call: one thin function a harness, doing what the program does."""

from __future__ import annotations
