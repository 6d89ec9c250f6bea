/// A reader of foreign bytes, for fuzzing: no input may crash it, and its results keep their promises.
struct Harness: Sendable {
    let name: String
    /// Inputs to start from.
    let seeds: [String]
    let run: @Sendable ([UInt8]) -> Void

    init(_ name: String, seeds: [String], run: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.seeds = seeds
        self.run = run
    }

    static let all = files + replies + scripts + terminal + wire + results
}

/// Stops the process if a promise does not hold, in every build.
func require(_ promise: Bool, _ words: @autoclosure () -> String = "") {
    if !promise { fatalError(words()) }
}
