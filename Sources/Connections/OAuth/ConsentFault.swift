/// Why a consent came to nothing, for the person who gave or refused it.
enum ConsentFault: Error, Sendable, Hashable {
    case unknownState
    case expired
    case used
    case otherPerson
    case otherBrowser
    case badSignature
    case denied(String?)
    case noCode
    case otherShop
    case missingScopes([String])
    case exchange(String)
    case gone

    var status: Int {
        switch self {
        case .otherPerson, .otherBrowser, .badSignature: 403
        case .exchange: 502
        case .gone: 404
        default: 400
        }
    }

    var code: String {
        switch self {
        case .unknownState: "unknown_state"
        case .expired: "state_expired"
        case .used: "state_used"
        case .otherPerson: "other_person"
        case .otherBrowser: "other_browser"
        case .badSignature: "signature_wrong"
        case .denied: "consent_denied"
        case .noCode: "code_missing"
        case .otherShop: "other_shop"
        case .missingScopes: "scopes_missing"
        case .exchange: "exchange_failed"
        case .gone: "connection_gone"
        }
    }

    var sentence: String {
        switch self {
        case .unknownState: "This address belongs to no consent that was asked for here. Start again from the connection."
        case .expired: "The consent took too long. Start again from the connection."
        case .used: "This consent was used already. If the connection does not work, start again from it."
        case .otherPerson: "Another person began this. Sign in as that person, or start again from the connection."
        case .otherBrowser:
            "This browser did not begin this, or keeps no cookies. Start again from the connection, in this browser and at this address."
        case .badSignature: "The platform's signature on this address is missing, wrong or too old. Start again from the connection."
        case .denied(let word): "The platform says that access was not granted\(word.map { " (\($0))" } ?? ""). Nothing was stored."
        case .noCode: "The platform sent no code along. Start again from the connection."
        case .otherShop: "The consent is for another shop than the connection. Check the connection's settings."
        case .missingScopes(let names):
            "These rights are missing: \(names.joined(separator: ", ")). Start again and leave them ticked. Nothing was stored."
        case .exchange(let word): "The platform gave no access for the consent (\(word)). Start again from the connection; nothing was stored."
        case .gone: "The connection is not there any more."
        }
    }
}
