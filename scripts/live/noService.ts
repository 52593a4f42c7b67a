import type { Refusal } from '../../nodes/shared/answers/read';
import { at, isObject, parseJson, textOf } from '../../nodes/shared/util/json';

/** Where an answer may say something in words. */
const SPOKEN = [
	'message',
	'msg',
	'detail',
	'error',
	'error.message',
	'error.msg',
	'errorMessage',
	'errMsg',
	'error_msg',
	'data',
	'data.message',
	'data.msg',
];

/** What routers, gateways and frameworks say of a path or a method that they do not have; whole texts. */
const OF_A_ROUTER = new RegExp(
	`^(?:http )?(?:error )?(?:40[45])?[\\s:.,-]*(?:${[
		'(?:the )?(?:requested )?(?:(?:page|path|route|url|uri|api|endpoint|interface) )?(?:was |is )?not[ _]found(?: on (?:this|the) server.*)?',
		'method[ _]not[ _]allowed',
		'no message available',
		'no static resource .*',
		'no handler found for .*',
		'no route matched.*',
		'no such (?:path|route|api|endpoint|method)',
		'cannot (?:get|post) /\\S*',
		"request method '?\\w+'? (?:is )?not supported",
		'(?:请求的?)?(?:路径|接口|地址|页面|api) ?(?:不存在|未找到|找不到)',
		'(?:请求方[法式].{0,12}不(?:被)?(?:支持|允许)|不支持.{0,12}请求方[法式])',
		'(?:null|none|fail(?:ed)?|error)',
	].join('|')})?[\\s.!。！]*$`,
	'i',
);

/**
 * Whether a refusal says that there is no service at the path, and provably nothing else: a 404 that speaks of a task,
 * a model or a file is the answer of a service. Pure.
 */
export function isNoService(refusal: Refusal | undefined, text: string): boolean {
	if (refusal?.kind !== 'notFound' || refusal.taskId !== undefined) return false;
	const { said } = refusal;
	const body = parseJson(text);
	// A page is a router's; a text is read.
	if (body === undefined) return said.startsWith('a web page') || OF_A_ROUTER.test(said);
	if (!isObject(body)) return false;
	const spoken = SPOKEN.map((place) => at(body, place)).filter(
		(value) => value !== undefined && value !== null && value !== '',
	);
	return spoken.every((value) =>
		isObject(value) ? speaksInPlaces(value) : OF_A_ROUTER.test(textOf(value) ?? '?'),
	);
}

/** An object that holds nothing but what is looked at by itself. */
const speaksInPlaces = (value: Record<string, unknown>) =>
	Object.keys(value).every((name) => ['message', 'msg', 'code', 'status', 'type'].includes(name));
