import { providerForm } from '../shared/operation/form';
import { hunyuan } from './provider';

export const form = providerForm(hunyuan.operations);
