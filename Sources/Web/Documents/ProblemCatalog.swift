/// What the codes of this kit mean, for their pages.
enum ProblemCatalog {
    static let sentences = [
        "bad_cursor": "A cursor belongs to one list, one query and one tenant. Start again without it.",
        "bad_host": "A request must have exactly one Host field.",
        "bad_target": "The request line must hold a path.",
        "forbidden": "You are signed in, but your roles or the scopes of your key lack the permission that the detail names.",
        "foreign_origin": "A form of another site tried to use your session.",
        "internal": "Something broke on our side. Tell us the request id.",
        "invalid": "The request has faults: the errors member lists all of them, each with its place.",
        "malformed_json":
            "The body is no acceptable JSON: the errors member says where. Duplicate names, U+0000 and a byte order mark are refused as well.",
        "method_not_allowed": "The address exists, but not with this method. The Allow field lists those that it answers to.",
        "not_found": "There is nothing at this address, or nothing that you may see.",
        "rate_limited": "You sent more requests than your plan allows. Wait for as long as Retry-After says.",
        "too_large": "The body is larger than this endpoint takes.",
        "unauthenticated": "Send a valid access token or API key as Authorization: Bearer.",
        "unavailable": "Something that the answer depends on can not be reached. Try again soon.",
        "unexpected_body": "This endpoint takes no body.",
        "unsupported_encoding": "Send the body without Content-Encoding.",
        "unsupported_expectation": "Of the Expect field only 100-continue is known.",
        "unsupported_media_type": "Send the media type that the document names.",
        "uri_too_long": "The address with its query is too long.",
        "weak_key": "The server was started with a key for cursors that is too short. Its operator has to give a longer one.",
    ]

    /// What all codes mean: those of this kit, and what the application adds.
    static func all(_ documentation: WebConfiguration.Documentation) -> [String: String] {
        sentences.merging(documentation.problems) { _, own in own }
    }
}
