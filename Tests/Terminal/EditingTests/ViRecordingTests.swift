import Editing
import Testing

@Suite struct ViRecordingTests {
    @Test func `commands do what Vim does`() {
        var checked = 0
        for line in vimRecordings.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map { $0.split(separator: "¶", omittingEmptySubsequences: false).joined(separator: "\n") }
            guard fields.count == 3 else { continue }
            let result = press(fields[1], in: fields[0], style: .vi)
            checked += 1
            #expect(result.utf8.elementsEqual(fields[2].utf8), "\(line) -> \(result.debugDescription)")
        }
        #expect(checked > 500)
    }
}
