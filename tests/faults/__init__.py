"""What goes wrong with real processes: killed servers, dependencies that vanish, disks that fill up."""
