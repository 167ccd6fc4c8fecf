package import Core
import Foundation

/// What is secret in one folder: passwords of its servers, keys, and the demo sign-ins. Made fresh for each folder, kept in `demo.json` (0600).
package struct Credentials: Sendable, Hashable {
    package var postgresAdmin: String
    package var postgresApp: String
    package var postgresPlatform: String
    package var redis: String
    package var masterKey: String
    package var tokenKey: String
    package var cursorKey: String
    package var tenants: [DemoTenant]

    /// Fresh ones, from the system's generator.
    package static func fresh() -> Credentials {
        Credentials(
            postgresAdmin: Randomness.word(32), postgresApp: Randomness.word(32), postgresPlatform: Randomness.word(32), redis: Randomness.word(32),
            masterKey: "1:" + Randomness.base64(32), tokenKey: "t1:" + Randomness.base64(32), cursorKey: Randomness.base64(32), tenants: [])
    }
}

/// The demo sign-in of one tenant.
package struct DemoTenant: Sendable, Hashable {
    package var slug: String
    /// The tenant's UUID.
    package var id: String
    package var apiKey: String
    package var email: String
    package var password: String

    package init(slug: String, id: String, apiKey: String, email: String, password: String) {
        self.slug = slug
        self.id = id
        self.apiKey = apiKey
        self.email = email
        self.password = password
    }

    package var json: JSON {
        ["slug": .string(slug), "id": .string(id), "api_key": .string(apiKey), "email": .string(email), "password": .string(password)]
    }

    init?(_ json: JSON) {
        guard let slug = json["slug"]?.string, let id = json["id"]?.string, let apiKey = json["api_key"]?.string, let email = json["email"]?.string,
            let password = json["password"]?.string
        else { return nil }
        self.init(slug: slug, id: id, apiKey: apiKey, email: email, password: password)
    }
}

/// Words that nobody can guess, from the system's cryptographic generator.
package enum Randomness {
    /// Letters and digits without the ones that are mistaken for each other; needs no quoting in a shell, a URL or JSON.
    package static func word(_ length: Int) -> String {
        let alphabet = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        var generator = SystemRandomNumberGenerator()
        return String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
    }

    package static func base64(_ count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }).base64EncodedString()
    }
}
