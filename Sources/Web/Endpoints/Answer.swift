package import Core

/// A body that is JSON text already, made by PostgreSQL. It declares the schema that it fits, and tests hold it to that.
package struct RawJSON: Sendable {
    let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// A page for people.
package struct HTMLPage: Sendable {
    package var html: String
    package var status: Int
    /// Where to go instead (303); the page is not shown then.
    package var location: String?

    package init(_ html: String, status: Int = 200) {
        self.html = html
        self.status = status
    }

    /// Sends the browser on to another page.
    package static func redirect(to location: String) -> HTMLPage {
        var page = HTMLPage("", status: 303)
        page.location = location
        return page
    }
}

/// A file or another body that is not JSON: whole, or written in pieces.
package struct FileBody: Sendable {
    enum Content: Sendable {
        case bytes([UInt8])
        case pieces(length: Int?, @Sendable (BodyWriter) async throws -> Void)
    }

    let content: Content
    package var contentType: String
    /// Offered under this name as a download.
    package var fileName: String?
    /// Whether it may be kept for ever: assets whose address changes with their content.
    package var isImmutable = false
    /// Whether it goes on for as long as the client stays (server-sent events): the request's deadline does not hold then.
    package var isEndless = false

    package init(_ bytes: [UInt8], contentType: String, fileName: String? = nil) {
        content = .bytes(bytes)
        self.contentType = contentType
        self.fileName = fileName
    }

    /// - Parameter length: in bytes where it is known; without it the body is chunked.
    package init(contentType: String, length: Int? = nil, fileName: String? = nil, write: @escaping @Sendable (BodyWriter) async throws -> Void) {
        content = .pieces(length: length, write)
        self.contentType = contentType
        self.fileName = fileName
    }
}

/// A part of a list, and what belongs beside it.
package struct Listing<Item: Sendable>: Sendable {
    enum Content: Sendable {
        case items([Item])
        case raw(RawJSON)
    }

    let content: Content
    let next: JSON?
    /// An object, where `?include=total` asked for it.
    let total: JSON?

    package init(_ page: Page<Item>, total: JSON? = nil) {
        content = .items(page.items)
        next = page.next
        self.total = total
    }

    /// - Parameter data: a JSON array that PostgreSQL made.
    package init(raw data: RawJSON, next: JSON?, total: JSON? = nil) {
        content = .raw(data)
        self.next = next
        self.total = total
    }
}

/// The body of an answer on its way out.
enum AnswerContent: Sendable {
    case none
    case bytes([UInt8])
    case pieces(length: Int?, isEndless: Bool, @Sendable (BodyWriter) async throws -> Void)
}

/// An answer on its way out.
struct Answer: Sendable {
    var status: Int
    var contentType: String?
    var content: AnswerContent
    var headers: [(name: String, value: String)] = []
    var isImmutable = false
    /// Whether another client may get the same answer packed in another way.
    var varies = false
}
