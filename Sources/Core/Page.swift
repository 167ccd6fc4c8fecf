/// What part of a list is asked for.
package struct PageRequest: Sendable, Hashable {
    /// 1 to 500.
    package let limit: Int
    /// The position to go on from, as the list that made it wrote it; `nil` for the first page.
    package let after: JSON?

    package init(limit: Int = 50, after: JSON? = nil) {
        self.limit = limit
        self.after = after
    }
}

/// A part of a list, and the position of the next part.
package struct Page<Element: Sendable>: Sendable {
    package let items: [Element]
    /// Where the next page starts; `nil` on the last.
    package let next: JSON?

    package init(items: [Element], next: JSON?) {
        self.items = items
        self.next = next
    }

    /// Cuts a list that was read with one row more than asked, and takes the next position from the last row that stays.
    package init(reading rows: [Element], limit: Int, position: (Element) -> JSON) {
        if rows.count > limit, let last = rows.prefix(limit).last {
            self.init(items: Array(rows.prefix(limit)), next: position(last))
        } else {
            self.init(items: rows, next: nil)
        }
    }
}
