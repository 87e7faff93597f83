"""The made-up sample city: a generator of survey parcels, zones and planted cases."""
