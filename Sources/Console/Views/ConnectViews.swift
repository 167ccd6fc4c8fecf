// What the templates of connecting take. The names are those that stand in the templates.

struct PlatformView: Sendable {
    let connector: String
    let name: String
    let settingTitle: String?
    let settingHint: String?
    let label: String
}

struct ConnectView: Sendable {
    let text: [String: String]
    let frame: Frame
    let formToken: String
    /// Why the button did nothing.
    let refusal: String?
    let isEmpty: Bool
    let platforms: [PlatformView]
}

struct GoOnView: Sendable {
    let text: [String: String]
    let frame: Frame
    let sentence: String
    let url: String
    let label: String
}

struct AccountsView: Sendable {
    let text: [String: String]
    let frame: Frame
    let formToken: String
    let refusal: String?
    let id: String
    let name: String
    let isEmpty: Bool
    let accounts: [String]
}
