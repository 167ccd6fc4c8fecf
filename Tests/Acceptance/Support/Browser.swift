import Core

@testable import Web

/// Keeps cookies and sends forms.
struct Browser {
    let client: WebTestClient
    private var cookies: [String: String] = [:]
    /// What was said about each cookie.
    private(set) var attributes: [String: String] = [:]

    init(client: WebTestClient) { self.client = client }

    /// A browser in which the first admin of a tenant is signed in to the console.
    static func signedIn(_ product: RunningProduct, _ slug: String) async throws -> Browser {
        let tenant = try product.tenant(slug)
        var browser = Browser(client: try product.anyone)
        let form = try await browser.get("/app/sign-in")
        let answer = try await browser.post(
            "/app/sign-in", ["form_token": form.formToken, "next": "", "tenant": tenant.slug, "email": tenant.email, "password": tenant.password])
        guard answer.status == 303 else { throw RunningProduct.DidNotStart(description: "console sign-in: \(answer.status) \(answer.text)") }
        return browser
    }

    mutating func get(_ path: String) async throws -> TestResponse {
        let response = try await client.patient("GET", path, headers: cookieField)
        keep(response)
        return response
    }

    mutating func post(_ path: String, _ fields: [String: String]) async throws -> TestResponse {
        let allowed = { (text: String) in
            text.utf8.map { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    ? String(Unicode.Scalar(byte)) : "%" + hexadecimal([byte]).uppercased()
            }.joined()
        }
        let body = fields.map { "\($0.key)=\(allowed($0.value))" }.joined(separator: "&")
        var headers = cookieField
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["Origin"] = "http://localhost:\(client.port)"
        let response = try await client.patient("POST", path, headers: headers, bytes: Array(body.utf8))
        keep(response)
        return response
    }

    private var cookieField: [String: String] {
        let text = cookies.filter { !$0.value.isEmpty }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        return text.isEmpty ? [:] : ["Cookie": text]
    }

    private mutating func keep(_ response: TestResponse) {
        for field in response.headers where field.name.lowercased() == "set-cookie" {
            let parts = field.value.split(separator: ";", maxSplits: 1).map(String.init)
            let sides = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2 else { continue }
            cookies[sides[0]] = sides[1]
            attributes[sides[0]] = parts.count == 2 ? parts[1] : ""
        }
    }
}

extension TestResponse {
    /// The hidden field of the page's forms; empty where there is none.
    var formToken: String { text.firstMatch(of: /name="form_token" value="([^"]*)"/).map { String($0.output.1) } ?? "" }
}
