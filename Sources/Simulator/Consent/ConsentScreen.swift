import Core

/// The page on which a person allows or denies.
struct ConsentScreen {
    private let consent: SimulatedConsent
    private let platform: String
    private let manner: ConsentManner

    init(_ consent: SimulatedConsent, _ platform: String, _ manner: ConsentManner) {
        self.consent = consent
        self.platform = platform
        self.manner = manner
    }

    func answer(_ request: SimulatedRequest, now: Instant) -> SimulatedResponse {
        let asked = request.parameters
        guard let client = asked[manner.client], SimulatorToken(client) != nil, let redirect = asked["redirect_uri"], redirect.hasPrefix("http")
        else { return page(400, "<h1>Unknown application</h1>") }
        guard !manner.needsPKCE || asked["code_challenge_method"] == "S256" && asked["code_challenge"] != nil else {
            return back(redirect, [("error", "invalid_request"), ("error_description", "PKCE is needed")], asked["state"])
        }
        switch asked["decision"] {
        case "allow": return allow(asked, client, redirect, now)
        case "deny": return back(redirect, [("error", "access_denied"), ("error_description", "The user denied access")], asked["state"])
        default: return choice(asked)
        }
    }

    private func allow(_ asked: [String: String], _ client: String, _ redirect: String, _ now: Instant) -> SimulatedResponse {
        let scopes = (asked["scope"] ?? "").split { $0 == " " || $0 == "," }.map(String.init).filter { $0 != asked["without"] }
        let code = consent.makeCode(
            .init(
                platform: platform, client: client, redirect: redirect, challenge: asked["code_challenge"], scopes: scopes,
                isOffline: asked["access_type"] == "offline", until: now + .seconds(600)))
        return back(redirect, manner.client == "app_id" ? [("auth_code", code), ("code", code)] : [("code", code)], asked["state"])
    }

    private func choice(_ asked: [String: String]) -> SimulatedResponse {
        let query = asked.sorted { $0.key < $1.key }.map { "\(PercentText.encoded($0.key))=\(PercentText.encoded($0.value))" }.joined(
            separator: "&amp;")
        return page(
            200,
            """
            <h1>Simulated consent for \(platform)</h1>
            <p><a href="?\(query)&amp;decision=allow">Allow</a> <a href="?\(query)&amp;decision=deny">Deny</a></p>
            """)
    }

    private func back(_ redirect: String, _ parameters: [(String, String)], _ state: String?) -> SimulatedResponse {
        let pairs = parameters + (state.map { [("state", $0)] } ?? [])
        let query = pairs.map { "\($0.0)=\(PercentText.encoded($0.1))" }.joined(separator: "&")
        var response = SimulatedResponse(status: 302, html: "")
        response.headers.append((name: "Location", value: "\(redirect)\(redirect.contains("?") ? "&" : "?")\(query)"))
        response.outcome = .answer
        return response
    }

    private func page(_ status: Int, _ html: String) -> SimulatedResponse {
        var response = SimulatedResponse(
            status: status, html: "<!doctype html><html lang=\"en\"><head><title>Consent</title></head><body>\(html)</body></html>")
        response.outcome = status == 200 ? .answer : .failed
        return response
    }
}
