/// Why bytes are no JSON document.
public struct JSONFault: Error, Hashable, Sendable {
    /// What was wrong.
    public enum Reason: String, Sendable {
        /// There was nothing but white space.
        case empty
        /// The document stops in the middle: its end was cut off.
        case cut
        /// It is a page of HTML or XML.
        case markup
        /// A character that can not stand there.
        case syntax
        /// Bytes that are no UTF-8, or a bare control character in a text.
        case text
        /// More levels than a reader can be asked to follow.
        case tooDeep
        /// More bytes than a document may have.
        case tooLarge
    }

    /// What was wrong.
    public let reason: Reason
    /// The index of the byte.
    public let offset: Int
}
