"""WhatsApp: channels by id, businesses by telephone number."""
