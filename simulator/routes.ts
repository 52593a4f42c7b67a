import type { Contract, Family, Operation } from './contract';

/** Finds the operations for a method and a path, and selects one of them by the body. */

export interface Match {
	/** Operations with this method and path. Never empty. */
	operations: Operation[];
	/** Values of the path's `{names}`, decoded. */
	params: Record<string, string>;
}

export interface Router {
	/** 404: unknown path. 405: known path, wrong method. */
	match(method: string, path: string): Match | 404 | 405;
}

interface Route {
	/** The path without the names of its parameters: `/api/v1/user_task/get/passAuth/{}`. */
	shape: string;
	pattern: RegExp;
	operations: Operation[];
}

/** An operation at its "real" place: with another path, and the method and body of that place. */
function moved(operation: Operation, path: string | undefined): Operation {
	if (path === undefined || path === operation.path) return operation;
	const known = operation.alternatives.find((one) => shapeOf(one.path) === shapeOf(path));
	// A body of another endpoint is not checked against a schema.
	const isOther = known !== undefined && (known.body ?? known.method !== operation.method);
	return {
		...operation,
		path,
		...(known && { method: known.method }),
		...(isOther && { bodyPointer: undefined }),
	};
}

const shapeOf = (path: string) => path.replace(/\{\w+\}/g, '{}');

/** @param paths paths that differ from the contract's, by operation id: the "real" paths of the platform */
export function createRouter(
	contract: Contract,
	family: Family,
	paths: Record<string, string> = {},
): Router {
	const fixed = new Map<string, Operation[]>();
	const open = new Map<string, Route>();
	for (const one of contract.operations.filter((each) => each.family === family)) {
		const operation = moved(one, paths[one.id]);
		const { path } = operation;
		if (!path.includes('{')) {
			const key = `${operation.method} ${path}`;
			fixed.set(key, [...(fixed.get(key) ?? []), operation]);
			continue;
		}
		const shape = `${operation.method} ${shapeOf(path)}`;
		const route = open.get(shape) ?? { shape, pattern: patternOf(path), operations: [] };
		route.operations.push(operation);
		open.set(shape, route);
	}
	const find = (method: string, path: string): Match | undefined => {
		const operations = fixed.get(`${method} ${path}`);
		if (operations) return { operations, params: {} };
		for (const route of open.values()) {
			if (!route.shape.startsWith(`${method} `)) continue;
			const value = route.pattern.exec(path)?.[1];
			if (value === undefined) continue;
			return { operations: route.operations, params: { id: decode(value) } };
		}
		return undefined;
	};
	return {
		match: (method, path) =>
			find(method, path) ?? (find(method === 'GET' ? 'POST' : 'GET', path) ? 405 : 404),
	};
}

/** Each of the contract's open paths contains one parameter, with a different name everywhere. */
function patternOf(path: string): RegExp {
	const escaped = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
	return new RegExp(`^${escaped.replace(/\{\w+\}/, '([^/]+)')}$`);
}

function decode(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[name]
		: undefined;
}

/** How well a body matches this operation: its model, then its mode, then its route key. */
function likeness(operation: Operation, body: unknown): number {
	const input = field(body, 'user_input');
	const known = (values: string[], value: unknown) =>
		typeof value === 'string' && values.includes(value);
	return (
		(known(operation.models, field(input, 'modelName')) ? 4 : 0) +
		(known(operation.modes, field(input, 'modelType')) ? 2 : 0) +
		(known(operation.routeKeys, field(body, 'business_url')) ? 1 : 0)
	);
}

/**
 * The operation that a body selects. A model name that the contract does not know may be a new model of any
 * operation. Then the first operation whose schema accepts the body is chosen.
 */
export function chooseOperation(
	contract: Contract,
	operations: Operation[],
	body: unknown,
): Operation {
	const [only] = operations;
	if (!only) throw new Error('No operation to choose from');
	if (operations.length === 1) return only;
	const scored = operations.map((operation) => ({ operation, score: likeness(operation, body) }));
	scored.sort((a, b) => b.score - a.score);
	const best = scored[0]?.score ?? 0;
	const likely = best >= 4 ? scored.filter(({ score }) => score === best) : scored;
	const fitting = likely.find(({ operation }) => contract.bodyValidator(operation)?.(body));
	return (fitting ?? likely[0])?.operation ?? only;
}
