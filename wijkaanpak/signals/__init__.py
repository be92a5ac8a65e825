"""Something was noticed: reporting it, weighing it, passing it on."""
