"""The one door to other machines: whatever address people, files or settings bring is looked at before it is called."""
