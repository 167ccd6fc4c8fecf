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
        case "allow": return allow(asked, client, redirect, shop: request.path.dropFirst().first ?? "", now)
        case "deny": return back(redirect, [("error", "access_denied"), ("error_description", "The user denied access")], asked["state"])
        default: return choice(asked)
        }
    }

    private func allow(_ asked: [String: String], _ client: String, _ redirect: String, shop: String, _ now: Instant) -> SimulatedResponse {
        let all = scopes(asked)
        let code = consent.makeCode(
            .init(
                platform: platform, client: client, redirect: redirect, challenge: asked["code_challenge"],
                scopes: all.filter { $0 != asked["without"] }, declined: all.filter { $0 == asked["without"] },
                isOffline: asked["access_type"] == "offline", until: now + .seconds(600)))
        guard platform != "shopify" else { return back(redirect, signed(code, shop, asked["state"], client, now), nil) }
        return back(redirect, manner.client == "app_id" ? [("auth_code", code), ("code", code)] : [("code", code)], asked["state"])
    }

    /// Shopify signs the address that it sends people back to.
    private func signed(_ code: String, _ shop: String, _ state: String?, _ client: String, _ now: Instant) -> [(String, String)] {
        let parameters = [
            ("code", code), ("host", Base64URL.encode(Array("admin.shopify.com/store/\(shop)".utf8))), ("shop", "\(shop).myshopify.com"),
            ("state", state ?? ""), ("timestamp", "\(now.seconds)"),
        ]
        let message = parameters.map { "\($0.0)=\(PercentText.encoded($0.1))" }.joined(separator: "&")
        return parameters + [("hmac", SimulatedConsent.proof(client, message))]
    }

    private func scopes(_ asked: [String: String]) -> [String] {
        // What does not stand apart as the platform has it is one scope, which it does not know.
        let separator: Character = ["meta", "shopify"].contains(platform) ? "," : " "
        return (asked["scope"] ?? "").split(separator: separator).map(String.init)
    }

    private func choice(_ asked: [String: String]) -> SimulatedResponse {
        let query = asked.sorted { $0.key < $1.key }.map { "\(PercentText.encoded($0.key))=\(PercentText.encoded($0.value))" }.joined(
            separator: "&amp;")
        let rights = scopes(asked).map { scope in
            "<li>\(escaped(scope)) <a href=\"?\(query)&amp;decision=allow&amp;without=\(PercentText.encoded(scope))\">Allow all but this</a></li>"
        }
        return page(
            200,
            """
            <h1>Simulated consent for \(platform)</h1>
            <p>The application \(escaped(asked[manner.client] ?? "")) asks for:</p>
            <ul>\(rights.joined())</ul>
            <p><a href="?\(query)&amp;decision=allow">Allow</a> <a href="?\(query)&amp;decision=deny">Deny</a></p>
            """)
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
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
