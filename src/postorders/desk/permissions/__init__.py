"""Asking for leave and deciding on it, by the approvers and in the form that the adopted policy says."""
