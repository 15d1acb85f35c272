"""Hosts made of namespaces, servers that say who they are, and clients that say what they met."""
