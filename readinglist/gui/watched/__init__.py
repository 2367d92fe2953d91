"""What the window shows of questions and tags that are watched, of rules, and of what the user wishes about papers."""
