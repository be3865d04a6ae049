"""Running other people's programs on a workspace: a folder for it, limits, and a sandbox. Nothing that they leave behind is trusted."""
