import Core

/// The two forms of an answer: pages with a token, or one stream of parts.
struct GoogleAdsPages {
    let search: GoogleAdsSearch
    let settings: GoogleAdsSettings
    let requestID: String

    /// One page. Its token holds where the next begins and which query it belongs to.
    func page(_ body: JSON, _ text: String) throws(GoogleAdsError) -> JSON {
        guard body["pageSize"] == nil else {
            throw .request(
                "PAGE_SIZE_NOT_SUPPORTED", "Setting the page size is not supported. Search responses will have fixed page size of '10000' rows.")
        }
        let token = body["pageToken"]?.string ?? ""
        if body["validateOnly"]?.bool == true {
            guard token.isEmpty else { throw .request("VALIDATE_ONLY_REQUEST_HAS_PAGE_TOKEN", "A request that is only validated has no page token.") }
            return [:]
        }
        let mark = Self.mark(text)
        let start = try token.isEmpty ? 0 : Self.position(token, mark)
        let rows = try search.rows()
        let part = rows.dropFirst(start).prefix(settings.pageSize)
        var answer: JSON = [:]
        if !part.isEmpty { answer = answer.setting("results", .array(part.map { search.json($0) })) }
        if start + part.count < rows.count { answer = answer.setting("nextPageToken", .string("P\(mark)-\(start + part.count)")) }
        if body["searchSettings"]?["returnTotalResultsCount"]?.bool == true {
            answer = answer.setting("totalResultsCount", .string(String(rows.count)))
        }
        return answer.setting("fieldMask", .string(search.mask))
    }

    /// All rows in parts.
    func stream() throws(GoogleAdsError) -> JSON {
        let rows = try search.rows()
        var parts: [JSON] = []
        for start in stride(from: 0, to: max(rows.count, 1), by: settings.partSize) {
            var part: JSON = [:]
            let slice = rows.dropFirst(start).prefix(settings.partSize)
            if !slice.isEmpty { part = part.setting("results", .array(slice.map { search.json($0) })) }
            parts.append(part.setting("fieldMask", .string(search.mask)).setting("requestId", .string(requestID)))
        }
        return .array(parts)
    }

    /// Tells queries apart.
    private static func mark(_ text: String) -> String {
        String(text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }, radix: 36)
    }

    private static func position(_ token: String, _ mark: String) throws(GoogleAdsError) -> Int {
        let parts = token.dropFirst().split(separator: "-")
        guard token.first == "P", parts.count == 2, parts[0] == mark, let position = Int(parts[1]), position >= 0 else {
            throw .request("INVALID_PAGE_TOKEN", "The page token is invalid.")
        }
        return position
    }
}
