import Core
import Testing

@testable import Web

extension Acceptance {
    /// The console as a browser without scripts sees it.
    @Suite struct ConsoleTests {
        @Test func `A person signs in and sees the connections of their tenant, without any script`() async throws {
            let product = try await SharedProduct.get()
            let tenant = try product.tenant("north")
            var browser = Browser(client: try product.anyone)

            let first = try await browser.get("/app/connections")
            let form = try await browser.get("/app/sign-in")
            let signedIn = try await browser.post(
                "/app/sign-in", ["form_token": form.formToken, "next": "", "tenant": tenant.slug, "email": tenant.email, "password": tenant.password])
            let page = try await browser.get("/app/connections")

            #expect(first.status == 303 && first[header: "Location"]?.hasPrefix("/app/sign-in") == true)
            #expect(form.status == 200 && form[header: "Content-Type"] == "text/html; charset=utf-8")
            #expect(signedIn.status == 303 && signedIn[header: "Location"] == "/app/connections", "\(signedIn.status) \(signedIn.text.prefix(500))")
            #expect(page.status == 200 && page.text.contains("Meta Ads") && page.text.contains("Shop"), "\(page.text.prefix(800))")
            #expect(!page.text.contains("Purchase log"))
            for shown in [form, page] {
                #expect(!shown.text.lowercased().contains("<script") && !shown.text.lowercased().contains("javascript:"))
                #expect(shown.text.firstMatch(of: /\son[a-z]+=/) == nil)
                let policies = shown.headers.filter { $0.name.lowercased() == "content-security-policy" }.map(\.value)
                #expect(policies.contains { $0.contains("default-src 'none'") && !$0.contains("script-src") }, "\(policies)")
                #expect(policies.allSatisfy { !$0.contains("unsafe") })
            }
            let cookie = browser.attributes["tactics_session"]?.lowercased() ?? ""
            #expect(cookie.contains("httponly") && cookie.contains("samesite"), "\(cookie)")
        }

        @Test func `Another tenant's connection is a page that is not there, also with a form of one's own`() async throws {
            let product = try await SharedProduct.get()
            let tenant = try product.tenant("north")
            var browser = Browser(client: try product.anyone)
            let form = try await browser.get("/app/sign-in")
            _ = try await browser.post(
                "/app/sign-in", ["form_token": form.formToken, "next": "", "tenant": tenant.slug, "email": tenant.email, "password": tenant.password])
            let own = try await RunningConnection.find(try product.client("north"), name: "Shop").id
            let foreign = try await RunningConnection.find(try product.client("bloom"), name: "Shop").id
            let absent = UniqueID().description

            let ownPage = try await browser.get("/app/connections/\(own)")
            let foreignPage = try await browser.get("/app/connections/\(foreign)")
            let absentPage = try await browser.get("/app/connections/\(absent)")
            let token = ownPage.formToken
            let foreignSync = try await browser.post("/app/connections/\(foreign)/sync", ["form_token": token])
            let absentSync = try await browser.post("/app/connections/\(absent)/sync", ["form_token": token])
            let forged = try await browser.post("/app/connections/\(own)/sync", ["form_token": "x"])

            #expect(ownPage.status == 200 && ownPage.text.contains("Shop"))
            #expect(!token.isEmpty)
            #expect(foreignPage.status == 404 && absentPage.status == 404)
            #expect(foreignPage.withoutTokens == absentPage.withoutTokens)
            #expect(foreignSync.status == 404 && absentSync.status == 404)
            #expect(foreignSync.withoutTokens == absentSync.withoutTokens)
            #expect(forged.status == 403)
        }
    }
}

extension TestResponse {
    /// The page without what is another one each time.
    fileprivate var withoutTokens: String { "\(status)\n" + text.replacing(/name="form_token" value="[^"]*"/, with: "") }
}
