"""The zip that users install: made from the checkout, checked as the plugin site checks it."""
