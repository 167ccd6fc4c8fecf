package import Core
import Web

/// An uploaded file, as the API shows it.
package struct Upload: Sendable, Hashable {
    package let id: UploadID
    package let name: String
    package let mediaType: String
    /// In bytes.
    package let size: Int64
    /// SHA-256 of the content.
    package let digest: [UInt8]
    package let createdAt: Instant
}

extension Schema where Value == Upload {
    static let upload = Schema.record(
        "Upload",
        field("id", \.id, .id(), "The upload's id: a connection or an import names it."),
        field("name", \.name, .string(), "The file's name."),
        field("media_type", \.mediaType, .string(), "What the content was found to be."),
        field("size", \.size, .integer(), "In bytes."),
        field("sha256", \.hexadecimalDigest, .string(), "SHA-256 of the content, hexadecimal."),
        field("created_at", \.createdAt, .instant, "When it was complete."))
}

extension Upload {
    fileprivate var hexadecimalDigest: String { hexadecimal(digest) }
}

/// Why a file is refused.
package enum UploadRefusal: DomainError, Hashable {
    case empty
    case notText(String)
    case interrupted

    package var problem: Problem {
        switch self {
        case .empty: Problem(status: 422, code: "empty_upload", title: "Empty upload", detail: "The file has no bytes. Send its content as the body.")
        case .notText(let found):
            Problem(
                status: 415, code: "not_text", title: "Not a text file",
                detail: "The content is \(found). Upload CSV or fixed-width text, uncompressed.")
        case .interrupted:
            Problem(status: 400, code: "upload_interrupted", title: "Upload interrupted", detail: "The file did not arrive whole. Send it again.")
        }
    }
}
