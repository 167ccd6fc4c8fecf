import Connections

extension SettingsReader {
    /// `connector=id:secret` pairs. An entry is never repeated in a fault: it may hold the secret.
    mutating func oauthClients() -> [String: OAuthClient] {
        var clients: [String: OAuthClient] = [:]
        for (index, entry) in list(.oauthClients).enumerated() {
            guard let (connector, text) = split(entry, at: "="), let client = OAuthClient(text) else {
                fault(.oauthClients, "entry \(index + 1) is not of the form connector=id:secret.")
                continue
            }
            if clients.updateValue(client, forKey: connector) != nil { fault(.oauthClients, "the connector of entry \(index + 1) stands twice.") }
        }
        return clients
    }

    /// How the outside reaches the API, without a slash at its end; where nobody says it, as the server itself listens.
    mutating func publicURL() -> String {
        guard let given = optional(.publicURL) else {
            let scheme = optional(.tlsCertificate) == nil ? "http" : "https"
            return "\(scheme)://\(optional(.host) ?? ""):\(optional(.port) ?? "")"
        }
        return String(given.reversed().drop { $0 == "/" }.reversed())
    }
}
