// The test files of a worker share their global scope, and in it the packages; our own files are loaded anew for each
// of them. What a test file leaves behind in the scope is taken away.
const { TestEnvironment } = require('jest-environment-node');
const { AsyncLocalStorage } = require('node:async_hooks');
const { Packages } = require('./packages.cjs');

let shared;

/**
 * jest makes a storage for each test file, and Node carries each that was ever used along with every promise from then
 * on; and a timer that somebody forgot holds what was stored when it began: a test, and with it its whole file. Between
 * two files nobody needs either.
 */
const storages = new Set();
const stored = new Set();
for (const name of ['run', 'enterWith']) {
	const use = AsyncLocalStorage.prototype[name];
	AsyncLocalStorage.prototype[name] = function (...parameters) {
		const [value] = parameters;
		storages.add(this);
		if (value?.test ?? value?.hook) stored.add(value);
		return use.apply(this, parameters);
	};
}

function emptyStorages() {
	for (const storage of storages) storage.disable();
	for (const value of stored) for (const key of Object.keys(value)) delete value[key];
	storages.clear();
	stored.clear();
}

class SharedScope extends TestEnvironment {
	constructor(config, context) {
		if (shared) return shared;
		super(config, context);
		shared = this;
		this.globals = this.descriptors();
		this.environmentVariables = { ...this.global.process.env };
		this.exit = this.global.process.exit;
		this.exitListeners = new Set(this.listeners());
		this.kept = new Map();
		this.compiled = new Map();
		this.texts = new Map();
		this.packages = new Packages(this.getVmContext(), this.global, (work) => this.keeping(work));
	}

	descriptors() {
		return Object.getOwnPropertyDescriptors(this.global);
	}

	listeners() {
		return this.global.process.rawListeners('exit');
	}

	/** Does work whose globals stay. */
	keeping(work) {
		const before = this.descriptors();
		const listeners = this.listeners();
		const environment = { ...this.global.process.env };
		try {
			return work();
		} finally {
			const after = this.descriptors();
			for (const key of Reflect.ownKeys(after))
				if (!isSame(before[key], after[key])) this.globals[key] = after[key];
			for (const [name, value] of Object.entries(this.global.process.env))
				if (environment[name] !== value) this.environmentVariables[name] = value;
			for (const one of this.listeners()) if (!listeners.includes(one)) this.exitListeners.add(one);
		}
	}

	async teardown() {
		emptyStorages();
		this.fakeTimers.useRealTimers();
		this.fakeTimersModern.useRealTimers();
		const now = this.descriptors();
		for (const key of Reflect.ownKeys(now)) {
			const first = this.globals[key];
			if (first === undefined) delete this.global[key];
			else if (!isSame(first, now[key]) && first.configurable)
				Object.defineProperty(this.global, key, first);
		}
		// jest keeps what was taken away until its own teardown, which does not come here.
		this._globalProxy.leftovers.length = 0;
		// A spy on it would hold its whole test file, and run beneath the next one.
		delete this.global.performance.now;
		const { process } = this.global;
		process.exit = this.exit;
		// What would tidy up at the end of the process; n8n's has a timer that holds the whole test file.
		for (const one of this.listeners()) {
			if (this.exitListeners.has(one)) continue;
			one.call(process, 0);
			process.removeListener('exit', one);
		}
		for (const name of Object.keys(process.env)) delete process.env[name];
		Object.assign(process.env, this.environmentVariables);
	}
}

const isSame = (one = {}, other = {}) =>
	one.value === other.value && one.get === other.get && one.set === other.set;

module.exports = SharedScope;
