/// A page about one result: what was asked, the verdict, and sections in order of importance. One self-contained file, without scripts.
package struct Report: Sendable {
    package var title: String
    /// What was asked, and of which data, in a sentence or two.
    package var subtitle: String
    package var verdict: ReportVerdict?
    /// The few numbers that a reader looks for first.
    package var figures: [KeyFigure] = []
    package private(set) var sections: [Section] = []
    /// Said small at the very end, such as the command, the seed and the version.
    package var footnotes: [String] = []

    package init(title: String, subtitle: String) {
        self.title = title
        self.subtitle = subtitle
    }

    package mutating func add(_ section: Section) { sections.append(section) }
}

/// One thing to say, with its tables and pictures.
package struct Section: Sendable {
    package var title: String
    package var sentences: [String]
    /// Sentences of one kind, such as one per channel, as a list.
    package var points: [String]
    package var tables: [TextTable]
    package var plots: [Plot]

    package init(_ title: String, _ sentences: [String] = [], points: [String] = [], tables: [TextTable] = [], plots: [Plot] = []) {
        self.title = title
        self.sentences = sentences
        self.points = points
        self.tables = tables
        self.plots = plots
    }
}

/// Whether the numbers may be read, in a coloured box.
package struct ReportVerdict: Sendable {
    package enum Tone: String, Sendable, Comparable, CaseIterable {
        /// Nothing speaks against the numbers.
        case good
        /// They may be read with the cautions beside them.
        case caution
        /// They must not be read.
        case bad

        package static func < (left: Tone, right: Tone) -> Bool { left.order < right.order }
        private var order: Int { Tone.allCases.firstIndex(of: self) ?? 0 }
    }

    /// What was noticed, and what to do about it.
    package struct Finding: Sendable {
        package var tone: Tone
        package var sentence: String
        package var advice: String

        package init(_ tone: Tone, _ sentence: String, advice: String = "") {
            self.tone = tone
            self.sentence = sentence
            self.advice = advice
        }
    }

    package var tone: Tone
    package var headline: String
    package var findings: [Finding]

    package init(_ tone: Tone, _ headline: String, findings: [Finding] = []) {
        self.tone = tone
        self.headline = headline
        self.findings = findings
    }
}

/// One number to be seen from afar.
package struct KeyFigure: Sendable {
    package var label: String
    /// As it is shown, such as `1.2 M`.
    package var value: String
    /// What belongs to it, such as its interval.
    package var detail: String

    package init(_ label: String, _ value: String, _ detail: String = "") {
        self.label = label
        self.value = value
        self.detail = detail
    }
}
