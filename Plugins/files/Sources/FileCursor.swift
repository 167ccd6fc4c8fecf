import ConnectorKit

/// How far a file has been read: rows counted from its start, and which file it was.
struct FileCursor {
    private(set) var row = 0
    private(set) var tag: String?
    private(set) var isDone = false

    /// The cursor that counts for a request. A full read goes on from a full read that was interrupted and from nothing else; a backfill starts anew
    /// unless it was interrupted.
    init(_ stored: JSONView, mode: ReadRequest.Mode) {
        guard let row = stored["row"].integer, row >= 0 else { return }
        let isDone = stored["done"].boolean ?? false
        if mode != .incremental, isDone || stored["mode"].string != mode.rawValue { return }
        self.row = Int(clamping: row)
        self.isDone = isDone
        tag = stored["etag"].string
    }

    static func write(row: Int, tag: String?, mode: ReadRequest.Mode, isDone: Bool, to cursor: inout Row) {
        cursor.integer("row", Int64(row))
        cursor.text("etag", tag)
        cursor.text("mode", mode.rawValue)
        if isDone { cursor.boolean("done", true) }
    }
}
