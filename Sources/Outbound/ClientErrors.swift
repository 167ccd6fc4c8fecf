import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

extension OutboundError {
    /// Translates what AsyncHTTPClient and NIO throw; their own texts may hold addresses and are not repeated.
    init(wrapping error: any Error) {
        switch error {
        case let own as OutboundError: self = own
        case let refusal as EgressRefusal: self.init(refusal)
        case let client as HTTPClientError: self.init(client: client)
        case is HTTPParserError: self.init(.invalidResponse, "the answer is not HTTP")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: self.init(.connection, "no secure connection was made")
        default: self.init(.connection, "the connection failed")
        }
    }

    private init(client: HTTPClientError) {
        switch client {
        case .readTimeout, .writeTimeout, .connectTimeout, .deadlineExceeded, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
            self.init(.timeout, "there was no answer in time")
        case .invalidURL, .emptyHost, .emptyScheme, .bodyLengthMismatch, .incompatibleHeaders, .traceRequestWithBody:
            self.init(.invalidRequest, "the request is malformed")
        default: self.init(.connection, "the connection failed")
        }
    }
}
