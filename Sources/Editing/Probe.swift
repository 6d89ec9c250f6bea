extension Editor {
    public var probe: (String, String) {
        (vi.registers[nil]?.text ?? "", vi.registers[nil].map { $0.isLinewise ? "V" : "v" } ?? "")
    }
}
