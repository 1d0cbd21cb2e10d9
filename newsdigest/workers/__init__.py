"""A pool of child processes for work on untrusted input.

pool     runs a function over a stream of values in children, keeping their order
child    the parent's side of one child
launch   how a child is started: its import path and its environment
serving  the child's side
memory   gives free memory back to the system
calls    how a call is sent to a child
wire     how a result is sent back, as pure data

The door is `workers.pool`: children import this package too, and do not need the pool.
"""
