/// What is wrong with a file that was to be read: where it stands and what to do.
package struct TableFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's name as it was given.
    package let file: String
    /// Counted from 1, with the header; `nil` for the file as a whole.
    package let line: Int?
    package let column: String?
    package let sentence: String

    package init(file: String, line: Int? = nil, column: String? = nil, _ sentence: String) {
        self.file = file
        self.line = line
        self.column = column
        self.sentence = sentence
    }

    package var description: String {
        var place = file
        if let line { place += ", line \(line)" }
        if let column { place += ", column \"\(column)\"" }
        return "\(place): \(sentence)"
    }
}
