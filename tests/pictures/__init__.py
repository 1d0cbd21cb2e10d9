"""The pictures in the README, made of samples/ by the program itself."""
