import Core
import Testing

@testable import Simulator

@Suite struct ConsentTests {
    private let consent = SimulatedConsent()
    private let client = "sim-7-app"

    private func open(_ target: String) -> SimulatedResponse? { consent.answer(SimulatedRequest(target: target), now: .now) }

    /// The parameters that the person comes back with.
    private func back(_ target: String) throws -> [String: String] {
        let response = try #require(open(target))
        #expect(response.status == 302)
        let location = try #require(response.header("Location"))
        return PercentText.parameters(location.split(separator: "?", maxSplits: 1).last ?? "")
    }

    private func post(_ path: String, _ form: String, headers: [String: String] = [:]) throws -> (Int, JSON) {
        var fields = headers
        if fields["content-type"] == nil { fields["content-type"] = "application/x-www-form-urlencoded" }
        let response = try #require(
            consent.answer(SimulatedRequest(method: "POST", target: path, headers: fields, body: Array(form.utf8)), now: .now))
        return (response.status, try JSON(parsing: response.body))
    }

    private var asked: String { "client_id=\(client)&response_type=code&redirect_uri=http%3A%2F%2Fme%2Fback&state=s1&scope=one%20two" }
    private var proof: String { "client_id=\(client)&client_secret=\(client)-secret" }

    @Test func `A person who allows comes back with a code that is good once`() throws {
        let screen = try #require(open("/google-ads/o/oauth2/v2/auth?\(asked)&access_type=offline"))
        let answer = try back("/google-ads/o/oauth2/v2/auth?\(asked)&access_type=offline&decision=allow")
        let exchange = "grant_type=authorization_code&code=\(answer["code"] ?? "")&redirect_uri=http%3A%2F%2Fme%2Fback&\(proof)"

        let (status, token) = try post("/google-ads/token", exchange)
        let (again, fault) = try post("/google-ads/token", exchange)

        #expect(screen.status == 200 && String(decoding: screen.body, as: UTF8.self).contains("Allow"))
        #expect(answer["state"] == "s1" && status == 200)
        #expect(SimulatorToken(token["access_token"]?.string ?? "")?.seed == 7)
        #expect(token["expires_in"] == 3_600 && token["scope"] == "one two" && token["refresh_token"]?.string != nil)
        #expect(again == 400 && fault["error"] == "invalid_grant")
    }

    @Test func `Google gives a refresh token only for offline access, and it stays good until it is taken back`() throws {
        let online = try back("/google-ads/o/oauth2/v2/auth?\(asked)&decision=allow")
        #expect(try post("/google-ads/token", "code=\(online["code"] ?? "")&\(proof)").1["refresh_token"] == nil)
        let answer = try back("/google-ads/o/oauth2/v2/auth?\(asked)&access_type=offline&decision=allow")
        let refresh = try post("/google-ads/token", "code=\(answer["code"] ?? "")&\(proof)").1["refresh_token"]?.string ?? ""

        #expect(try post("/google-ads/token", "grant_type=refresh_token&refresh_token=\(refresh)&\(proof)").0 == 200)
        #expect(try post("/google-ads/token", "grant_type=refresh_token&refresh_token=\(refresh)&\(proof)").0 == 200)
        consent.revokeAll()
        #expect(try post("/google-ads/token", "grant_type=refresh_token&refresh_token=\(refresh)&\(proof)").0 == 400)
        #expect(consent.refreshes == 2)
    }

    @Test func `Klaviyo wants PKCE and Basic, and rotates its refresh tokens`() throws {
        #expect(try back("/klaviyo/oauth/authorize?\(asked)&decision=allow")["error"] == "invalid_request")
        let challenge = SimulatedConsent.challenge("verifier")
        let screen = "/klaviyo/oauth/authorize?\(asked)&decision=allow&code_challenge_method=S256&code_challenge=\(challenge)"
        // "sim-7-app:sim-7-app-secret"
        let basic = ["authorization": "Basic c2ltLTctYXBwOnNpbS03LWFwcC1zZWNyZXQ="]
        let wrong = try post("/klaviyo/oauth/token", "code=\(try back(screen)["code"] ?? "")&code_verifier=other", headers: basic)
        let right = try post("/klaviyo/oauth/token", "code=\(try back(screen)["code"] ?? "")&code_verifier=verifier", headers: basic)
        let refresh = "grant_type=refresh_token&refresh_token=\(right.1["refresh_token"]?.string ?? "")"

        #expect(wrong.0 == 400 && right.0 == 200)
        #expect(try post("/klaviyo/oauth/token", refresh, headers: basic).0 == 200)
        #expect(try post("/klaviyo/oauth/token", refresh, headers: basic).0 == 400)
        #expect(try post("/klaviyo/oauth/token", refresh).1["error"] == "invalid_client")
    }

    @Test func `TikTok takes JSON and names its accounts; Meta exchanges tokens`() throws {
        let code = try back("/tiktok/portal/auth?app_id=\(client)&redirect_uri=http%3A%2F%2Fme&state=s&decision=allow")["auth_code"] ?? ""
        let body = #"{"app_id":"\#(client)","secret":"\#(client)-secret","auth_code":"\#(code)"}"#
        let tiktok = try post("/tiktok/open_api/v1.3/oauth2/access_token/", body, headers: ["content-type": "application/json"])
        #expect(tiktok.1["code"] == 0 && tiktok.1["data"]?["advertiser_ids"]?.array?.count == 2)

        let metaCode = try back("/meta/v25.0/dialog/oauth?\(asked)&decision=allow")["code"] ?? ""
        let short = try #require(open("/meta/v25.0/oauth/access_token?\(proof)&redirect_uri=http%3A%2F%2Fme%2Fback&code=\(metaCode)"))
        let token = try JSON(parsing: short.body)["access_token"]?.string ?? ""
        let long = try #require(open("/meta/v25.0/oauth/access_token?\(proof)&grant_type=fb_exchange_token&fb_exchange_token=\(token)"))
        #expect(try JSON(parsing: short.body)["expires_in"] == 3_600)
        #expect(try JSON(parsing: long.body)["expires_in"] == 5_184_000)
    }

    @Test func `A person may deny or leave a right out, and other paths are none of its business`() throws {
        #expect(try back("/linkedin/oauth/v2/authorization?\(asked)&decision=deny")["error"] == "access_denied")
        let code = try back("/linkedin/oauth/v2/authorization?\(asked)&decision=allow&without=two")["code"] ?? ""
        #expect(try post("/linkedin/oauth/v2/accessToken", "code=\(code)&\(proof)").1["scope"] == "one")
        #expect(open("/linkedin/rest/adAccounts") == nil && open("/stripe/v1/charges") == nil && open("/") == nil)
    }
}
