extension Connections {
    /// What the problem codes of this slice mean, for their pages.
    package static let problems = [
        "connection_not_active": "The connection does not run: its state and the reason for it stand in the detail. Mend that, then resume it.",
        "connector_missing": "The connection is made of a connector that is not installed on this server any more. Its operator can install it.",
        "credential_missing": "A connection to this platform runs only with a credential. Store one, or connect it by consent.",
        "name_taken": "A connection's name is the only one of its kind in a tenant. Choose another.",
        "no_accounts": "At its last consent the platform named no accounts, so that there is nothing to choose. Connect it again.",
        "no_backfill": "No stream of this connector can be read for a range of days. A full sync reads everything.",
        "no_client":
            "The platform does not know this installation as an application, so that nobody can be asked there. Its operator can change that.",
        "no_consent": "This platform has no screen for consents, or its connector knows none. Store a credential instead.",
        "owns_data":
            "What the connection brought would have no owner without it. Pause the connection to keep it all, or remove it with erase=true to remove that too.",
        "settings_missing": "The address of the platform's screen is made with a setting (a shop's name, for example) that is missing. Set it first.",
    ]
}
