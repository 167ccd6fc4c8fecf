/// When a connection starts and stops because of what it was given.
enum StateRules {
    static let noCredential = "It has no credential yet."
    static let noFile = "Its file is not uploaded yet."

    /// The state of a new connection.
    static func initial(needsCredential: Bool, hasCredential: Bool, awaitsUpload: Bool = false) -> (ConnectionState, reason: String?) {
        if awaitsUpload { return (.configError, noFile) }
        if needsCredential, !hasCredential { return (.reconnectNeeded, noCredential) }
        return (.active, nil)
    }

    /// The state after new settings or a new credential: one that waited for them runs again, one whose credential was taken away stops.
    /// `nil` where it stays as it is.
    static func afterChange(_ state: ConnectionState, needsCredential: Bool, hasCredential: Bool) -> (ConnectionState, reason: String?)? {
        if needsCredential, !hasCredential {
            return state == .active || state.endsWithChange ? (.reconnectNeeded, noCredential) : nil
        }
        return state.endsWithChange ? (.active, nil) : nil
    }
}
