import NIOCore
import NIOHTTP1

/// Responses that are written below the pipeline, where there is no request to speak of.
enum BareResponse {
    static let badRequest = bytes("400 Bad Request")
    static let unavailable = bytes("503 Service Unavailable", "Retry-After: 5\r\n")

    static func refusal(of error: HTTPParserError) -> ByteBuffer {
        switch error {
        case .headerOverflow: bytes("431 Request Header Fields Too Large")
        case .invalidMethod: bytes("405 Method Not Allowed", "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n")
        default: badRequest
        }
    }

    private static func bytes(_ status: String, _ fields: String = "") -> ByteBuffer {
        ByteBuffer(
            string:
                "HTTP/1.1 \(status)\r\n\(fields)Connection: close\r\nContent-Length: 0\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n"
        )
    }
}
