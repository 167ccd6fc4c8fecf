import Core

/// Finds endpoints by path. Paths match byte for byte: no trailing slash, no doubled one, no other case, no escape in a fixed part.
struct Router: Sendable {
    enum Match {
        case endpoint(Route, GivenParameters)
        /// The path is one, but not with this method.
        case wrongMethod(allowed: [Method])
        case nothing
    }

    private final class Node: Sendable {
        let children: [String: Node]
        let parameter: Node?
        let routes: [Method: Route]

        init(_ routes: [(rest: ArraySlice<Substring>, endpoint: Endpoint)]) {
            self.routes = Dictionary(routes.filter { $0.rest.isEmpty }.map { ($0.endpoint.method, Route($0.endpoint)) }) { first, _ in first }
            let deeper = routes.filter { !$0.rest.isEmpty }
            let fixed = Dictionary(grouping: deeper.filter { !isParameter($0.rest.first) }) { String($0.rest.first ?? "") }
            children = fixed.mapValues { Node($0.map { ($0.rest.dropFirst(), $0.endpoint) }) }
            let free = deeper.filter { isParameter($0.rest.first) }
            parameter = free.isEmpty ? nil : Node(free.map { ($0.rest.dropFirst(), $0.endpoint) })
        }
    }

    private let root: Node

    init(_ endpoints: [Endpoint]) { root = Node(endpoints.map { (segments($0.path[...])[...], $0) }) }

    func match(_ method: Method?, _ path: Substring) -> Match {
        guard path.utf8.first == UInt8(ascii: "/") else { return .nothing }
        var values: [Substring] = []
        guard let node = find(segments(path)[...], root, &values), !node.routes.isEmpty else { return .nothing }
        guard let method, let route = node.routes[method] else {
            return .wrongMethod(allowed: node.routes.keys.sorted { $0.rawValue < $1.rawValue })
        }
        var pairs: [(name: String, value: String)] = []
        for (name, value) in zip(route.names, values) {
            guard let text = percentDecoded(value.utf8, plusIsSpace: false), !text.isEmpty, text != ".", text != "..",
                !text.utf8.contains(where: { $0 == 0 || $0 == 0x2F })
            else { return .nothing }
            pairs.append((name, text))
        }
        return .endpoint(route, GivenParameters(mark: "/", pairs: pairs))
    }

    /// A fixed segment wins over a parameter; where it leads nowhere, the parameter is tried.
    private func find(_ rest: ArraySlice<Substring>, _ node: Node, _ values: inout [Substring]) -> Node? {
        guard let segment = rest.first else { return node }
        if let child = node.children[String(segment)], let found = find(rest.dropFirst(), child, &values), !found.routes.isEmpty { return found }
        guard let parameter = node.parameter, !segment.isEmpty else { return nil }
        values.append(segment)
        if let found = find(rest.dropFirst(), parameter, &values) { return found }
        values.removeLast()
        return nil
    }
}

/// An endpoint where the router found it. By reference: a request looks at it in many places.
final class Route: Sendable {
    let endpoint: Endpoint
    /// Of the parameters in its path, in their order.
    let names: [String]

    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
        names = parameterNames(endpoint.path)
    }
}

/// What stands behind each slash.
private func segments(_ path: Substring) -> [Substring] {
    var segments: [Substring] = []
    var start = path.endIndex
    for index in path.utf8.indices where path.utf8[index] == UInt8(ascii: "/") {
        if start < index { segments.append(path[path.utf8.index(after: start)..<index]) }
        start = index
    }
    if start < path.endIndex { segments.append(path[path.utf8.index(after: start)...]) }
    return segments
}

private func isParameter(_ segment: Substring?) -> Bool { segment?.utf8.first == UInt8(ascii: "{") }

/// The names in a path's braces, in their order.
func parameterNames(_ path: String) -> [String] {
    segments(path[...]).filter { isParameter($0) }.map { String($0.dropFirst().dropLast()) }
}
