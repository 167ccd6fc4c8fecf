extension Syncs {
    /// What the problem codes of this slice mean, for their pages.
    package static let problems = [
        "config_error": "The platform refuses the connection's settings, or something that they name is missing. Change them: then it runs again.",
        "connection_paused": "Somebody paused the connection. Resume it, then ask again.",
        "plugin_fault": "The connector broke its run twice, so that its connection waits. Resume it to try once more, or update the connector.",
        "reconnect_needed": "The platform refuses the connection's credential. Store a new one, or connect it by consent again.",
        "sync_over": "Only a sync that is queued, running or parked can be cancelled. This one has ended.",
        "sync_running": "A connection has one sync at a time. Wait until the one that is under way has ended, or cancel it.",
    ]
}
