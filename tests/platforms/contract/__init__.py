"""Servers that answer as the platforms document it, on loopback: what publishing is tested against.

Each says where its behavior is documented and on which day that was read. None was compared with the platform itself.
"""
