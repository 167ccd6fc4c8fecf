import Core

/// Meta's list of the rights that a token has: `/{version}/me/permissions`.
struct ConsentRights {
    private let consent: SimulatedConsent

    init(_ consent: SimulatedConsent) { self.consent = consent }

    func answer(_ request: SimulatedRequest) -> SimulatedResponse {
        let token = request.parameters["access_token"] ?? ""
        guard let grant = consent.grant(accessToken: token) else { return refusal("The token is not known", code: 190) }
        guard request.parameters["appsecret_proof"] == SimulatedConsent.proof(grant.client, token) else {
            return refusal("Invalid appsecret_proof provided in the API argument", code: 100)
        }
        let rows = grant.scopes.map { row($0, "granted") } + grant.declined.map { row($0, "declined") }
        return SimulatedResponse(["data": .array(rows)])
    }

    private func row(_ right: String, _ status: String) -> JSON { ["permission": .string(right), "status": .string(status)] }

    private func refusal(_ text: String, code: Int64) -> SimulatedResponse {
        SimulatedResponse(
            status: 400, ["error": ["message": .string(text), "type": "OAuthException", "code": .integer(code)]], outcome: .failed)
    }
}
