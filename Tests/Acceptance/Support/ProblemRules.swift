import Core
import Testing

@testable import Web

/// What holds for every refusal: a problem of RFC 9457 with the agreed members, and nothing of how the product is made (statement 33).
enum ProblemRules {
    /// Words that would tell of stacks, SQL, paths, versions and parts.
    private static let leaks = [
        ".swift", "fatal error", "stack trace", "swiftnio", "hummingbird", "libpq", "hiredis", "sqlstate", "select ", "insert into", "update ",
        "delete from",
        "/root/", "/home/", "/tmp/", "/usr/", "/var/", "swift.", "postgreserror", "decodingerror", "0x00",
    ]

    static func expectProblem(_ response: TestResponse, _ about: String, status: Set<Int>? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
        let body = response.json
        let shown = "\(about) → \(response.status) \(response.text.prefix(400))"
        #expect((400..<500).contains(response.status), "\(shown)", sourceLocation: sourceLocation)
        if let status { #expect(status.contains(response.status), "\(shown)", sourceLocation: sourceLocation) }
        #expect(response[header: "Content-Type"] == "application/problem+json", "\(shown)", sourceLocation: sourceLocation)
        #expect(body["status"]?.integer == Int64(response.status), "\(shown)", sourceLocation: sourceLocation)
        #expect(body["code"]?.string?.isEmpty == false && body["title"]?.string?.isEmpty == false, "\(shown)", sourceLocation: sourceLocation)
        let instance = body["instance"]?.string
        #expect(instance != nil && instance == response[header: "X-Request-Id"], "\(shown)", sourceLocation: sourceLocation)
        #expect(found(in: response).isEmpty, "\(shown)", sourceLocation: sourceLocation)
        let known: Set = ["type", "title", "status", "detail", "instance", "code", "errors"]
        #expect(Set((body.members ?? []).map(\.name)).isSubset(of: known), "\(shown)", sourceLocation: sourceLocation)
    }

    /// What an answer tells and should not. The product's own addresses (`/problems/…`, `/app/…`) are no paths of the machine.
    static func found(in response: TestResponse) -> [String] {
        let text = response.text.lowercased()
        let version = text.firstMatch(of: /[^0-9.][0-9]+\.[0-9]+\.[0-9]+[^0-9.]/).map { [String($0.output)] } ?? []
        return leaks.filter { text.contains($0) } + (response.status >= 400 ? version : [])
    }

    /// The body and the fields of an answer without what is another one for each request.
    static func comparable(_ response: TestResponse, hiding ids: [String] = []) -> String {
        let changing: Set = ["date", "x-request-id", "ratelimit"]
        let fields = response.headers.filter { !changing.contains($0.name.lowercased()) }.map { "\($0.name): \($0.value)" }
        var text = ([String(response.status)] + fields + [response.text]).joined(separator: "\n")
        if let instance = response[header: "X-Request-Id"] { text = text.replacing(instance, with: "(request)") }
        // Each page of the console has another hidden token in its forms.
        text = text.replacing(/name="form_token" value="[^"]*"/, with: "(token)")
        for id in ids { text = text.replacing(id, with: "(id)") }
        return text
    }
}
