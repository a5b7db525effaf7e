"""What is counted while the bot runs, under the names that /metrics shows. Numbers only, never who or what."""

from prometheus_client import Counter, Gauge, Histogram

_LATENCIES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

UPDATES = Counter("louzhang_updates", "Updates by what became of them.", ["outcome"])
UPDATE_SECONDS = Histogram("louzhang_update_seconds", "From taking an update up to its commit.", buckets=_LATENCIES)
SENDS = Counter("louzhang_sends", "Messages by what their channel said.", ["outcome"])
SEND_SECONDS = Histogram("louzhang_send_seconds", "One message on its way through its channel.", buckets=_LATENCIES)
TOLD_SECONDS = Histogram(
    "louzhang_told_seconds", "From queueing a message to its arrival, night's rest included.", buckets=_LATENCIES
)

INBOX_WAITING = Gauge("louzhang_inbox_waiting", "Updates that wait to be handled.")
INBOX_OLDEST = Gauge("louzhang_inbox_oldest_seconds", "Age of the oldest of them.")
INBOX_SET_ASIDE = Gauge("louzhang_inbox_set_aside", "Updates set aside: louzhang replay.")
OUTBOX_WAITING = Gauge("louzhang_outbox_waiting", "Messages that wait to be sent.")
OUTBOX_OLDEST = Gauge("louzhang_outbox_oldest_seconds", "Age of the oldest of them.")
OUTBOX_SET_ASIDE = Gauge("louzhang_outbox_set_aside", "Messages set aside.")
OUTBOX_OVERDUE = Gauge("louzhang_outbox_overdue", "Messages held back an hour past their moment.")
COURIER_LAG = Gauge("louzhang_courier_lag_seconds", "For how long a message has waited that might have left.")
TICK_AGE = Gauge("louzhang_tick_age_seconds", "Since a tick was last done.", ["tick"])
MENDED = Counter("louzhang_mended", "What a tick found that should have been done before.", ["tick"])
TICKETS = Gauge("louzhang_tickets", "Tickets by state.", ["state"])
POSTS_UNREACHABLE = Gauge("louzhang_posts_unreachable", "Posts whose holders cannot be told anything.")
POSTS_VACANT = Gauge("louzhang_posts_vacant", "Posts that nobody holds.")
LEADS = Gauge("louzhang_leads", "1 in the process that fetches, sends and ticks.")
