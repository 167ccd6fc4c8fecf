/// The elements of a large array, read while they are asked for: `while let element = try elements.next() { … }`. Only one element is held at a time,
/// and what stands around the array (`rest`).
public struct JSONElements {
    /// What stands around the array, once `next` has given nil: the body with that array empty, or the whole body where there is no such array.
    public private(set) var rest = JSONView.missing
    private let response: Response
    private let limit: Int
    private var bytes: [UInt8] = []
    private var position = 0
    private var ended = false
    private var outside: JSONOutside
    private var phase = Phase.outside
    private var count = 0
    private var needsComma = false

    private enum Phase { case outside, inside, done }

    init(response: Response, name: String?, limit: Int) {
        self.response = response
        self.limit = limit
        outside = JSONOutside(name: name)
    }

    /// The next element, nil after the last one. A body that ends in the middle is a `transient` failure, anything else that is no JSON a `contract`
    /// failure, as with `Response.json`.
    public mutating func next() throws -> JSONView? {
        while true {
            switch phase {
            case .done: return nil
            case .outside: try passOutside()
            case .inside: if let element = try element() { return element }
            }
        }
    }

    private mutating func passOutside() throws {
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if outside.take(byte) {
                phase = .inside
                return
            }
        }
        guard outside.skeleton.count <= limit else { throw tooLarge }
        if try !more() {
            rest = try parse(outside.skeleton)
            phase = .done
        }
    }

    /// The next element, nil where the array ends.
    private mutating func element() throws -> JSONView? {
        while true {
            while position < bytes.count, JSONEdge.isSpace(bytes[position]) { position += 1 }
            guard position < bytes.count else {
                if try more() { continue }
                throw ConnectorFailure(json: JSONFault(reason: .cut, offset: 0), status: response.status)
            }
            switch bytes[position] {
            case 0x5D:
                if count > 0, !needsComma { throw odd }
                position += 1
                _ = outside.take(0x5D)
                phase = .outside
                return nil
            case 0x2C:
                guard needsComma else { throw odd }
                needsComma = false
                position += 1
            default:
                if needsComma { throw odd }
                needsComma = true
                count += 1
                return try parsed(try value())
            }
        }
    }

    /// The bytes of the value that starts at `position`.
    private mutating func value() throws -> [UInt8] {
        var edge = JSONEdge()
        var index = position
        while true {
            if let end = bytes.withUnsafeBytes({ edge.end($0, from: index) }) {
                defer { position = end }
                return Array(bytes[position..<end])
            }
            index = bytes.count - position
            guard index <= limit else { throw tooLarge }
            guard try more() else { throw ConnectorFailure(json: JSONFault(reason: .cut, offset: 0), status: response.status) }
        }
    }

    /// Reads the next piece of the body behind what is left of the last one.
    private mutating func more() throws -> Bool {
        guard !ended else { return false }
        bytes.removeFirst(position)
        position = 0
        ended = try !response.host.readBody(response.handle) { bytes.append(contentsOf: $0) }
        return !ended
    }

    /// An element is whole: what looks cut within it is odd.
    private func parsed(_ bytes: [UInt8]) throws -> JSONView {
        do { return try JSONDocument(bytes).root } catch {
            throw error.reason == .cut ? odd : ConnectorFailure(json: error, status: response.status)
        }
    }

    private func parse(_ bytes: [UInt8]) throws -> JSONView {
        do { return try JSONDocument(bytes).root } catch { throw ConnectorFailure(json: error, status: response.status) }
    }

    private var odd: ConnectorFailure { ConnectorFailure(json: JSONFault(reason: .syntax, offset: 0), status: response.status) }
    private var tooLarge: ConnectorFailure {
        ConnectorFailure(.contract, "The platform's answer has an element of more than \(limit) bytes.", detail: response.url)
    }
}
