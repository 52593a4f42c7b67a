import type { Refusal } from '../../nodes/shared/answers/read';
import { isObject, parseJson } from '../../nodes/shared/util/json';

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
 * a model or a file, or that has data, is the answer of a service. Pure.
 */
export function isNoService({ kind, taskId, said }: Refusal, text: string): boolean {
	if (kind !== 'notFound' || taskId !== undefined) return false;
	const body = parseJson(text);
	if (body === undefined) return said.startsWith('a web page') || OF_A_ROUTER.test(said);
	return isObject(body) && !hasContent(body.data) && OF_A_ROUTER.test(said);
}

const hasContent = (data: unknown) => isObject(data) && Object.keys(data).length > 0;
