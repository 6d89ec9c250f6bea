import Foundation

/// The harness that `QUARTERDECK_FUZZ` names.
private let selected: Harness = {
    let name = ProcessInfo.processInfo.environment["QUARTERDECK_FUZZ"] ?? ""
    guard let harness = Harness.all.first(where: { $0.name == name }) else {
        let names = Harness.all.map(\.name).joined(separator: " ")
        FileHandle.standardError.write(Data("QUARTERDECK_FUZZ must be one of \(names)\n".utf8))
        exit(64)
    }
    return harness
}()

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    selected.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
