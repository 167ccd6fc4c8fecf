package import Core

/// What a new password must be: 12 to 256 Unicode scalars of any kind, and none of the obvious ones. It is never cut or changed.
package struct PasswordPolicy: Sendable {
    /// NIST SP 800-63B asks for 8 at least and 64 allowed at least; shorter ones fall to offline guessing.
    package static let length = 12...256

    /// Why a password was refused; `code` and `detail` are fit for the user's eyes.
    package enum Refusal: Error, Sendable, Hashable {
        case tooShort
        case tooLong
        case common
        case personal

        package var code: String {
            switch self {
            case .tooShort: "password_too_short"
            case .tooLong: "password_too_long"
            case .common: "password_too_common"
            case .personal: "password_personal"
            }
        }

        package var detail: String {
            switch self {
            case .tooShort: "Use at least \(PasswordPolicy.length.lowerBound) characters."
            case .tooLong: "Use at most \(PasswordPolicy.length.upperBound) characters."
            case .common: "This password is among the first that are guessed. Choose another, such as four random words."
            case .personal: "Do not build the password from your own name or address."
            }
        }

        package func fault(at pointer: String) -> Problem.Fault { Problem.Fault(pointer: pointer, code: code, detail: detail) }
    }

    /// - Parameter personal: Words that anybody knows of the user, such as the e-mail address and the tenant's name.
    package static func check(_ password: Secret, personal: [String] = []) throws(Refusal) {
        let text = password.reveal()
        let count = text.unicodeScalars.count
        guard count >= length.lowerBound else { throw .tooShort }
        guard count <= length.upperBound else { throw .tooLong }
        guard !CommonPasswords.contains(text) else { throw .common }
        let core = letters(text)
        let words = personal.flatMap { [$0] + $0.split(separator: "@").map(String.init) }.map(letters).filter { $0.count >= 4 }
        guard !words.contains(where: { core == $0 || core == $0 + $0 }) else { throw .personal }
    }

    /// The letters alone, in lower case: `Anna.Smith-2024!` is no better than `annasmith`.
    private static func letters(_ text: String) -> String { text.lowercased().filter(\.isLetter) }
}
