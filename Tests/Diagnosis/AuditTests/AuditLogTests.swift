import Foundation
import TestSupport
import Testing
import Threads
import Timestamps

@testable import Audit

/// Writes and reads the audit log.
@Suite struct AuditLogTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func record(_ detail: String) -> AuditRecord {
        var record = AuditRecord(
            at: Timestamp(secondsSince1970: 1_800_000_000), event: .tokenSigned, cluster: "orders", host: "h",
            user: "jane_doe")
        record.detail = detail
        return record
    }

    private func all(_ log: AuditLog) throws -> [AuditRecord] {
        var found: [AuditRecord] = []
        try log.read { record, _ in found.append(record) }
        return found
    }

    @Test func `a record of any content is a line of JSON that reads back the same`() throws {
        var record = record("quo\"te \\ line\nbreak \u{1B}[31m \u{2028} ü")
        record.region = "eu-west-1"
        record.accessKey = "AKIAEXAMPLE"
        record.source = "profile dba"
        record.expiresAt = Timestamp(secondsSince1970: 1_800_000_900)
        record.statements = 3
        record.ticket = "OPS-1"
        record.process = 42
        #expect(!record.line.utf8.contains { $0 < 0x20 })
        #expect(AuditRecord(line: Array(record.line.utf8)) == record)
        let object = try JSONSerialization.jsonObject(with: Data(record.line.utf8)) as? [String: Any]
        #expect(object?["expires_at"] as? String == "2027-01-15T08:15:00Z")
    }

    @Test func `parallel writers lose no line and mix none, across rotations`() throws {
        let directory = folder.path("audit")
        let (writers, each) = (10, 300)
        let done = (0..<writers).map { _ in WakeSignal() }
        for writer in 0..<writers {
            let end = done[writer]
            let started = DetachedThread.start {
                let log = AuditLog(directory: directory, largestFile: 20_000, mostFiles: 1_000)
                for number in 0..<each {
                    do { try log.append(self.record("\(writer)-\(number)")) } catch { Issue.record(error) }
                }
                end.raise()
            }
            #expect(started)
        }
        for end in done { #expect(end.wait(milliseconds: 120_000)) }
        let log = AuditLog(directory: directory, largestFile: 20_000, mostFiles: 1_000)
        let details = try all(log).compactMap(\.detail)
        #expect(details.count == writers * each)
        #expect(Set(details).count == writers * each)
        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(files.count > 5)
        for file in files {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + file)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `an incomplete line hides no other, and the oldest files are removed`() throws {
        let directory = folder.path("audit")
        let log = AuditLog(directory: directory, largestFile: 400, mostFiles: 3)
        try log.append(record("first"))
        let handle = try #require(FileHandle(forWritingAtPath: directory + "/audit.jsonl"))
        handle.seekToEndOfFile()
        handle.write(Data("{\"at\":\"2026".utf8))
        try handle.close()
        try log.append(record("second"))
        #expect(try all(log).map(\.detail) == ["first", "second"])
        for number in 0..<40 { try log.append(record("\(number)")) }
        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(files.count <= 4)
        #expect(try all(log).last?.detail == "39")
    }

    @Test func `a moment has several notations`() {
        let now = Timestamp(secondsSince1970: 1_800_000_000)
        #expect(AuditFilter.moment("2h", now: now) == now + -7_200)
        #expect(AuditFilter.moment("30m", now: now) == now + -1_800)
        #expect(AuditFilter.moment("7d", now: now) == now + -604_800)
        #expect(AuditFilter.moment("today", now: now)?.rfc3339 == "2027-01-15T00:00:00Z")
        #expect(AuditFilter.moment("2026-11-30", now: now)?.rfc3339 == "2026-11-30T00:00:00Z")
        #expect(AuditFilter.moment("2026-11-30T14:00:00Z", now: now)?.rfc3339 == "2026-11-30T14:00:00Z")
        for text in ["", "h", "x", "-1h", "2y", "yesterday"] { #expect(AuditFilter.moment(text, now: now) == nil) }
    }
}
