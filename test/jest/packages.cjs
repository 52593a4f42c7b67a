// Loads installed packages into the tests' global scope, each file of them once per worker. By itself, jest loads
// everything anew for each test file, and n8n's engine has some two thousand files.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];
/** Those that jest itself asks for. */
const CONDITIONS = ['node', 'node-addons', 'require', 'default'];

class Packages {
	/** @param around does the work, which may set globals that packages live by */
	constructor(context, global, around) {
		this.context = context;
		this.global = global;
		this.around = around;
		this.modules = new Map();
		this.byName = new Map();
		this.newObject = vm.runInContext('() => ({})', context);
	}

	/** What a file of ours gets for the name of a package. */
	require(resolver, from, name) {
		let module = this.byName.get(name);
		if (module === undefined) {
			module = this.around(() => this.load(resolver, this.find(resolver, from, name)));
			this.byName.set(name, module);
		}
		return module.exports;
	}

	find(resolver, from, name) {
		return resolver.resolveModule(from, name, { conditions: CONDITIONS });
	}

	load(resolver, filename) {
		const known = this.modules.get(filename);
		if (known !== undefined) return known;
		const module = this.newObject();
		Object.assign(module, { id: filename, filename, path: path.dirname(filename), loaded: false });
		Object.assign(module, { exports: this.newObject(), children: [], paths: [] });
		// Known before it is there, for packages whose files need each other.
		this.modules.set(filename, module);
		try {
			this.evaluate(resolver, module);
		} catch (error) {
			this.modules.delete(filename);
			throw error;
		}
		module.loaded = true;
		return module;
	}

	evaluate(resolver, module) {
		const { filename } = module;
		if (filename.endsWith('.node')) {
			module.exports = require(filename);
			return;
		}
		const text = readFileSync(filename, 'utf8');
		if (filename.endsWith('.json')) {
			module.exports = this.global.JSON.parse(text);
			return;
		}
		const body = vm.compileFunction(text.replace(/^#!.*/, ''), PARAMETERS, {
			filename,
			parsingContext: this.context,
			importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
		});
		const builtin = Module.createRequire(filename);
		const find = (name) => (Module.isBuiltin(name) ? name : this.find(resolver, filename, name));
		const require = (name) => {
			if (/^(node:)?process$/.test(name)) return this.global.process;
			return Module.isBuiltin(name) ? builtin(name) : this.load(resolver, find(name)).exports;
		};
		module.require = Object.assign(require, { resolve: find, cache: {} });
		body.call(module.exports, module.exports, require, module, filename, module.path);
	}
}

module.exports = { Packages };
