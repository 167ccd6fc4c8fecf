import Core
import Testing

@testable import Sealing

struct PasswordPolicyTests {
    @Test(arguments: [
        "violet train under seven bridges", "kR7#mQ2z!pX9", "żółta łódź podwodna", "🚂🌉🎻🪁🧭🍐🦉🧊🪵🪨🫖🧶", "mein hund hat drei beine",
        String(repeating: "xk3 ", count: 16) + "end",
    ])
    func `A password that is not obvious is accepted`(text: String) {
        #expect(throws: Never.self) { try PasswordPolicy.check(Secret(text)) }
    }

    @Test func `Twelve to 256 characters are accepted, and none beside`() {
        let letters = (0..<300).map { "\(UnicodeScalar(UInt8(97 + ($0 * $0 + $0 / 7) % 26)))" }

        #expect(throws: PasswordPolicy.Refusal.tooShort) { try PasswordPolicy.check(Secret(letters.prefix(11).joined())) }
        #expect(throws: Never.self) { try PasswordPolicy.check(Secret(letters.prefix(12).joined())) }
        #expect(throws: Never.self) { try PasswordPolicy.check(Secret(letters.prefix(256).joined())) }
        #expect(throws: PasswordPolicy.Refusal.tooLong) { try PasswordPolicy.check(Secret(letters.prefix(257).joined())) }
    }

    @Test(arguments: [
        "password1234", "Password2026!", "P@ssw0rd1234", "passwordpassword", "qwertyuiop123", "QWERTYUIOPASDF", "1q2w3e4r5t6y", "123456789012",
        "210987654321", "abcdefghijkl",
        "aaaaaaaaaaaa", "abababababab", "abcabcabcabc", "administrator", "Administrator1!", "letmeinplease", "correct horse battery staple",
        "Welcome12345", "iloveyou1234",
        "1qaz2wsx3edc", "testtesttest", "Willkommen2026",
    ])
    func `The obvious ones are refused`(text: String) {
        #expect(throws: PasswordPolicy.Refusal.common) { try PasswordPolicy.check(Secret(text)) }
    }

    @Test func `The list holds hundreds of passwords that the length rule would let through`() {
        #expect(CommonPasswords.list.count >= 300)
        #expect(CommonPasswords.list.allSatisfy { $0.count >= 12 && $0 == $0.lowercased() })
    }

    @Test func `One's own name and address are refused`() {
        let personal = ["anna.lindqvist@example.com", "Northwind"]

        #expect(throws: PasswordPolicy.Refusal.personal) { try PasswordPolicy.check(Secret("AnnaLindqvist-2024!"), personal: personal) }
        #expect(throws: PasswordPolicy.Refusal.personal) { try PasswordPolicy.check(Secret("northwind-northwind"), personal: personal) }
        #expect(throws: Never.self) { try PasswordPolicy.check(Secret("northwind sells blue kites"), personal: personal) }
    }

    @Test func `A refusal becomes a fault of its field`() {
        let fault = PasswordPolicy.Refusal.tooShort.fault(at: "/password")

        #expect(fault.pointer == "/password")
        #expect(fault.code == "password_too_short")
    }
}
