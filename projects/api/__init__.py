"""Endpoints of projects, their milestones and their people."""
