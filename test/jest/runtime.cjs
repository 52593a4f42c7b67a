const { isBuiltin } = require('node:module');
const path = require('node:path');
const { default: Runtime } = require('jest-runtime');

const NODE_MODULES = `${path.sep}node_modules${path.sep}`;
/** What jest keeps for itself in each test file. */
const OF_JEST = new Set(['@jest/globals', '@jest/expect', 'expect']);

/** Costs a quarter of a second to read, and nobody changes it. */
const KEPT = path.resolve(__dirname, '..', '..', 'simulator', 'contract.ts');

/** jest's way to load files, but that our own take packages, and the contract, from where they are already loaded. */
class SharingRuntime extends Runtime {
	constructor(config, environment, resolver, ...others) {
		super(config, environment, resolver, ...others);
		this.packages = environment.packages;
		this.kept = environment.kept;
		this.resolver = resolver;
		this.mocked = new Set();
		this.compileOnce(environment.compiled);
		this.readOnce(environment.texts);
	}

	/** A function that was compiled from the same text makes a new module at every call. */
	compileOnce(compiled) {
		const { executor } = this;
		const compile = executor.compile.bind(executor);
		executor.compile = (text, filename) => {
			const known = compiled.get(filename);
			if (known?.text === text) return known.body;
			const body = compile(text, filename);
			compiled.set(filename, { text, body });
			return body;
		};
	}

	/** What jest loads for itself, for each test file. */
	readOnce(texts) {
		const { fileCache } = this;
		const read = fileCache.readFile.bind(fileCache);
		fileCache.readFile = (filename) => {
			if (!filename.includes(NODE_MODULES)) return read(filename);
			if (!texts.has(filename)) texts.set(filename, read(filename));
			return texts.get(filename);
		};
	}

	setMock(from, name, ...others) {
		this.mocked.add(name);
		super.setMock(from, name, ...others);
	}

	requireModuleOrMock(from, name) {
		if (this.isShared(from, name) && !this.isMocked(from, name))
			return this.packages.require(this.resolver, from, name);
		return this.isKept(from, name)
			? this.keep(() => super.requireModuleOrMock(from, name))
			: super.requireModuleOrMock(from, name);
	}

	isKept(from, name) {
		return name.endsWith('/contract') && this.resolver.resolveModule(from, name) === KEPT;
	}

	keep(load) {
		if (!this.kept.has(KEPT)) this.kept.set(KEPT, load());
		return this.kept.get(KEPT);
	}

	requireActual(from, name) {
		return this.isShared(from, name)
			? this.packages.require(this.resolver, from, name)
			: super.requireActual(from, name);
	}

	isShared(from, name) {
		if (from.includes(NODE_MODULES)) return false;
		if (path.isAbsolute(name)) return name.includes(NODE_MODULES);
		return /^[@\w]/.test(name) && !isBuiltin(name) && !OF_JEST.has(name);
	}

	isMocked(from, name) {
		return this.mocked.has(name) && this.mockState.shouldMockCjs(from, name).shouldMock;
	}
}

module.exports = SharingRuntime;
